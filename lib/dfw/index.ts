export { isAddress } from './address';
export { type AuditPiece, auditPieces, canonicalJson } from './audit';
export { offNotices, switchedOffAt } from './firewall-switch';
export { GROUP_COLUMNS, type GroupList, type GroupQuestion, listGroups } from './group-list';
export { type GroupSurvey, surveyGroups } from './group-survey';
export { describeGroup, summarizeGroup } from './groups';
export { groupsOf, matchesOf } from './lookup';
export {
  describeMember,
  describeMembers,
  listMembers,
  type MemberList,
  type MemberQuestion,
  pathOf,
} from './member-list';
export {
  type ComparedMember,
  type Comparison,
  compareMembers,
  type Evaluation,
  evaluateGroup,
  type NsxMembers,
  type OurMember,
  sameAddress,
} from './members';
export {
  describeAbout,
  describeOne,
  describeRows,
  findRule,
  listRules,
  policyOfRule,
  type RuleList,
  type RuleQuestion,
} from './rule-list';
export { findNearMisses } from './near-misses';
export { rulesSeenBy } from './rules';
export { describeVerdict } from './describe-verdict';
export { firewallVersion, readyToReach } from './live-state';
export { type FlowMistake, type FlowText, type OpenFlow, parseFlow, parseOpenFlow } from './parse-flow';
export { portsOnWay } from './asked-ports';
export type { Bindings, Bound } from './bindings';
export { type Flow, liveWorld, reach } from './reach';
export { classMatrix, deciding, type MatrixScope } from './class-matrix';
export type { Endpoint } from './endpoints';
export { describeEdit } from './describe-edit';
export { whatIfDescribed } from './describe-what-if';
export { applyEdits, type Edit, type EditMistake } from './edits';
