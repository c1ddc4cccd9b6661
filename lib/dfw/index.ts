export { describeGroup, listGroups } from './groups';
export { matchesOf } from './lookup';
export { type Maker, madeBy } from './made-by';
export { compareMembers, type Evaluation, evaluateGroup, type NsxMembers, type OurMember } from './members';
export { rulesSeenBy, rulesUsing } from './rules';
