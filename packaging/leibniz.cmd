@echo off
rem The command leibniz on the Node that came with it.
"%~dp0node.exe" "%~dp0out\main\command.js" %*
