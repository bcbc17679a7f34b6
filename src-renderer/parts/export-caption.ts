/** Whether pictures that leave the window have a caption of parameters below, kept while the window is open. */
import { create } from 'zustand';

interface ExportCaption {
  readonly captioned: boolean;
  readonly setCaptioned: (captioned: boolean) => void;
}

export const useExportCaption = create<ExportCaption>()((set) => ({ captioned: true, setCaptioned: (captioned) => set({ captioned }) }));
