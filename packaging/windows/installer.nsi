; The installer for Windows: for one person, without administrator's rights, with the file association of sessions.
; Made by scripts/package/windows-formats.mjs, which fills in what stands between at signs.
Unicode true
SetCompressor /SOLID lzma
SetDateSave on
RequestExecutionLevel user
Name "@PRODUCT@"
OutFile "@TARGET@"
InstallDir "$LOCALAPPDATA\Programs\@PRODUCT@"
InstallDirRegKey HKCU "Software\@PRODUCT@" "Folder"
Icon "@ICON@"
UninstallIcon "@ICON@"
VIProductVersion "@NUMBERS@"
VIAddVersionKey "ProductName" "@PRODUCT@"
VIAddVersionKey "FileDescription" "@SUMMARY@"
VIAddVersionKey "FileVersion" "@VERSION@"
VIAddVersionKey "LegalCopyright" "GPL-3.0-or-later"
LicenseData "@LICENSE@"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\@PRODUCT@"
!define SESSION "@PRODUCT@.Session"
; On the PATH of every user of Windows 10 and later. PATH itself is left alone: this language cuts long ones.
!define SHIM "$LOCALAPPDATA\Microsoft\WindowsApps\@NAME@.cmd"

Page license
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro Remove
  RMDir /r "$INSTDIR\resources"
  RMDir /r "$INSTDIR\locales"
@REMOVED@
  Delete "$INSTDIR\uninstall.exe"
!macroend

Section
  SetShellVarContext current
  ; An upgrade leaves nothing of the version before. What a person made is never in this folder.
  !insertmacro Remove
  SetOutPath "$INSTDIR"
  File /r "@FOLDER@/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\@PRODUCT@.lnk" "$INSTDIR\@PRODUCT@.exe"
  FileOpen $0 "${SHIM}" w
  FileWrite $0 '@echo off$\r$\n"$INSTDIR\resources\command\@NAME@.cmd" %*$\r$\n'
  FileClose $0
  WriteRegStr HKCU "Software\@PRODUCT@" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\Classes\@ENDING@" "" "${SESSION}"
  WriteRegStr HKCU "Software\Classes\@ENDING@" "Content Type" "@SESSION_TYPE@"
  WriteRegStr HKCU "Software\Classes\@ENDING@\OpenWithProgids" "${SESSION}" ""
  WriteRegStr HKCU "Software\Classes\${SESSION}" "" "Leibniz session"
  WriteRegStr HKCU "Software\Classes\${SESSION}\DefaultIcon" "" "$INSTDIR\resources\session-icon.ico"
  WriteRegStr HKCU "Software\Classes\${SESSION}\shell\open\command" "" '"$INSTDIR\@PRODUCT@.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "@PRODUCT@@SUFFIX@"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "@VERSION@"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\@PRODUCT@.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Leibniz authors"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'
SectionEnd

Section "Uninstall"
  SetShellVarContext current
  !insertmacro Remove
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\@PRODUCT@.lnk"
  Delete "${SHIM}"
  DeleteRegKey HKCU "Software\Classes\${SESSION}"
  DeleteRegValue HKCU "Software\Classes\@ENDING@\OpenWithProgids" "${SESSION}"
  ReadRegStr $0 HKCU "Software\Classes\@ENDING@" ""
  StrCmp $0 "${SESSION}" 0 +2
    DeleteRegKey HKCU "Software\Classes\@ENDING@"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\@PRODUCT@"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, i 0, i 0)'
SectionEnd
