export { describeIntent } from './describe';
export { intentOf } from './intent';
