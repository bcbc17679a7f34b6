/** Paints a scene on a canvas: the window's, and that of a PNG. */
import { FONT_SIZE } from './scene.ts';
import type { CellsShape, Scene, Shape, TextShape } from './scene.ts';

const fontOf = (shape: TextShape, family: string): string => `${shape.bold === true ? '600 ' : ''}${shape.size ?? FONT_SIZE}px ${family}`;

function cellsCanvas(shape: CellsShape): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = shape.columns;
  canvas.height = shape.rows;
  canvas.getContext('2d')?.putImageData(new ImageData(shape.pixels, shape.columns, shape.rows), 0, 0);
  return canvas;
}

/** A grid drawn large: SVG viewers and printers would each smooth it in their own way. */
export function enlarged(shape: CellsShape): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(shape.width * 2);
  canvas.height = Math.round(shape.height * 2);
  canvas.getContext('2d')?.drawImage(cellsCanvas(shape), 0, 0, canvas.width, canvas.height);
  return canvas;
}

function paint(context: CanvasRenderingContext2D, shape: Shape, family: string): void {
  switch (shape.kind) {
    case 'line': {
      const { points } = shape;
      context.strokeStyle = shape.color;
      context.lineWidth = shape.width;
      context.setLineDash(shape.dash === undefined ? [] : [...shape.dash]);
      context.globalAlpha = shape.opacity ?? 1;
      context.beginPath();
      for (let i = 0; i + 1 < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
      context.stroke();
      break;
    }
    case 'strokes':
      context.strokeStyle = shape.color;
      context.lineWidth = shape.width;
      context.lineCap = shape.cap ?? 'round';
      context.setLineDash(shape.dash === undefined ? [] : [...shape.dash]);
      context.globalAlpha = shape.opacity ?? 1;
      context.beginPath();
      for (const points of shape.lines) {
        context.moveTo(points[0] ?? 0, points[1] ?? 0);
        for (let i = 2; i + 1 < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
      }
      context.stroke();
      context.lineCap = 'round';
      break;
    case 'areas':
      context.globalAlpha = shape.opacity ?? 1;
      context.fillStyle = shape.fill;
      for (const points of shape.polygons) {
        context.beginPath();
        for (let i = 0; i + 1 < points.length; i += 2) context.lineTo(points[i] ?? 0, points[i + 1] ?? 0);
        context.fill();
      }
      break;
    case 'clipped':
      context.save();
      context.beginPath();
      context.rect(shape.x, shape.y, shape.width, shape.height);
      context.clip();
      for (const each of shape.shapes) paint(context, each, family);
      context.restore();
      break;
    case 'text':
      context.globalAlpha = shape.opacity ?? 1;
      context.fillStyle = shape.color;
      context.font = fontOf(shape, family);
      context.textAlign = shape.align ?? 'left';
      context.textBaseline = shape.baseline ?? 'middle';
      if (shape.upright === true) {
        context.save();
        context.translate(shape.x, shape.y);
        context.rotate(-Math.PI / 2);
        context.fillText(shape.text, 0, 0);
        context.restore();
      } else context.fillText(shape.text, shape.x, shape.y);
      break;
    case 'disc':
      context.globalAlpha = shape.opacity ?? 1;
      context.setLineDash([]);
      context.beginPath();
      context.arc(shape.x, shape.y, shape.radius, 0, 2 * Math.PI);
      context.fillStyle = shape.fill;
      context.fill();
      if (shape.stroke !== undefined) {
        context.strokeStyle = shape.stroke;
        context.lineWidth = 1.5;
        context.stroke();
      }
      break;
    case 'box':
      context.globalAlpha = shape.opacity ?? 1;
      if (shape.fill !== undefined) {
        context.fillStyle = shape.fill;
        context.fillRect(shape.x, shape.y, shape.width, shape.height);
      }
      if (shape.stroke !== undefined) {
        context.globalAlpha = 1;
        context.strokeStyle = shape.stroke;
        context.lineWidth = 1;
        context.setLineDash(shape.dash === undefined ? [] : [...shape.dash]);
        context.strokeRect(shape.x, shape.y, shape.width, shape.height);
      }
      break;
    case 'cells':
      context.globalAlpha = 1;
      context.imageSmoothingEnabled = true;
      context.drawImage(cellsCanvas(shape), shape.x, shape.y, shape.width, shape.height);
  }
}

/** Draws the scene on a canvas of its size, at the screen's resolution. */
export function paintScene(canvas: HTMLCanvasElement, scene: Scene, ratio: number): void {
  const width = Math.round(scene.width * ratio);
  const height = Math.round(scene.height * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { alpha: scene.background === 'transparent' });
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
  // A picture laid over another has a transparent background.
  context.clearRect(0, 0, scene.width, scene.height);
  context.fillStyle = scene.background;
  // To the last dot, of which a part may lie beyond the scene.
  context.fillRect(0, 0, scene.width + 1, scene.height + 1);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const shape of scene.shapes) paint(context, shape, scene.fontFamily);
}
