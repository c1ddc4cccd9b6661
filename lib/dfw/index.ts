export { GROUP_COLUMNS, type GroupList, type GroupQuestion, listGroups } from './group-list';
export { describeGroup, summarizeGroup } from './groups';
export { groupsOf, matchesOf } from './lookup';
export { compareMembers, type Evaluation, evaluateGroup, type NsxMembers, type OurMember } from './members';
export { rulesSeenBy } from './rules';
