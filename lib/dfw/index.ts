export { GROUP_COLUMNS, type GroupList, type GroupQuestion, listGroups } from './group-list';
export { describeGroup, summarizeGroup } from './groups';
export { groupsOf, matchesOf } from './lookup';
export { compareMembers, type Evaluation, evaluateGroup, type NsxMembers, type OurMember } from './members';
export { rulesSeenBy } from './rules';
export { describeVerdict } from './describe-verdict';
export { readyToReach } from './live-state';
export { type FlowMistake, type FlowText, parseFlow } from './parse-flow';
export { type Flow, liveWorld, reach } from './reach';
