/** What other features may use of this one. */
export { AttemptView } from './AttemptView.tsx';
