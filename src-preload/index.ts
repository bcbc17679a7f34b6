/**
 * The bridge between the page and the main process: a few functions and nothing of Node. The page
 * gets no ipcRenderer; paths of dropped files are resolved here and handed to the main process only,
 * which checks every message again. This script runs before any of the page's: what the window shows
 * first is asked for here, and events are kept from here on until the page listens.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { DROPPED_CHANNEL, EVENT_CHANNEL, REQUEST_CHANNEL } from '../src-contract/channels.ts';
import type { AppEvent, DropReply, LeibnizBridge, Reply } from '../src-contract/ipc.ts';

const waiting: AppEvent[] = [];
const keep = (_event: unknown, message: AppEvent): void => void waiting.push(message);
ipcRenderer.on(EVENT_CHANNEL, keep);

const bridge: LeibnizBridge = {
  firstView: ipcRenderer.invoke(REQUEST_CHANNEL, { type: 'window.first-view' }) as Promise<Reply<'window.first-view'>>,
  request: (request) => ipcRenderer.invoke(REQUEST_CHANNEL, request),
  openDropped: (files, problemId) => {
    const paths = files.filter((file): file is File => file instanceof File).map((file) => webUtils.getPathForFile(file));
    // A file that a script made has no path, and what the page says of one is not asked.
    return ipcRenderer.invoke(DROPPED_CHANNEL, { paths: paths.filter((path) => path !== ''), problemId }) as Promise<DropReply>;
  },
  onEvent: (listener) => {
    ipcRenderer.off(EVENT_CHANNEL, keep);
    for (const message of waiting.splice(0)) listener(message);
    const receive = (_event: unknown, message: AppEvent): void => listener(message);
    ipcRenderer.on(EVENT_CHANNEL, receive);
    return () => ipcRenderer.removeListener(EVENT_CHANNEL, receive);
  },
  platform: process.platform === 'darwin' ? 'darwin' : process.platform === 'win32' ? 'win32' : 'linux',
};

contextBridge.exposeInMainWorld('leibniz', bridge);
