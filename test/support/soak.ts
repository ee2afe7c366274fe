/** How often a test repeats something random: `usual` in `npm test`, `long` in `npm run soak`. */
export const times = (usual: number, long: number): number => (process.env.MEMENTO_SOAK ? long : usual);
