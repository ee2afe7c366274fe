/** Style sheets are imported for their effect only; esbuild collects them into panel.css. */
declare module '*.css';
