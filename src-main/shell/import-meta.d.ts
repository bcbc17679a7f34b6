/** What the build writes in the place of `import.meta.env`. */
interface ImportMeta {
  readonly env: { /** True in a program made by `npm run dev`. */ readonly DEV: boolean };
}
