/**
 * The bridge between the page and the main process: three functions and nothing of Node. The page
 * gets no ipcRenderer; paths of dropped files are resolved here and handed to the main process only,
 * which checks every message again.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../src-contract/channels.ts';
import type { AppEvent, LeibnizBridge } from '../src-contract/ipc.ts';

const bridge: LeibnizBridge = {
  request: (request) => ipcRenderer.invoke(REQUEST_CHANNEL, request),
  openDropped: (files) => {
    const paths = files.filter((file): file is File => file instanceof File).map((file) => webUtils.getPathForFile(file));
    return ipcRenderer.invoke(REQUEST_CHANNEL, { type: 'files.dropped', paths: paths.filter((path) => path !== '') });
  },
  onEvent: (listener) => {
    const receive = (_event: unknown, message: AppEvent): void => listener(message);
    ipcRenderer.on(EVENT_CHANNEL, receive);
    return () => ipcRenderer.removeListener(EVENT_CHANNEL, receive);
  },
  platform: process.platform === 'darwin' ? 'darwin' : process.platform === 'win32' ? 'win32' : 'linux',
};

contextBridge.exposeInMainWorld('leibniz', bridge);
