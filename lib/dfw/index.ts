export { describeGroup, listGroups } from './groups';
export { groupsOf, matchesOf } from './lookup';
export { compareMembers, type Evaluation, evaluateGroup, type NsxMembers, type OurMember } from './members';
export { rulesSeenBy } from './rules';
