/** The group of a study's runs in the scheduler of its session. */
export function studyGroup(id: number): string {
  return `study ${id}`;
}
