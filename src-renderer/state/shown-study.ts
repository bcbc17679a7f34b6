/** The study that the panel of studies shows; null: the newest. */
import { create } from 'zustand';

export const useShownStudy = create<{ readonly id: number | null }>()(() => ({ id: null }));
