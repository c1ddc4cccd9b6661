import { type Flow, type FlowText, parseFlow, parseOpenFlow } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { ReachabilityResponse, ReachMatrixResponse, ReachPeersResponse } from '@/lib/wire';
import { answerReachability, type ReachContext } from './reachability';
import { answerMatrix, type MatrixQuestion } from './reach-matrix';
import { answerPeers, type PeersQuestion } from './reach-peers';

/** Questions about one flow, and about many at once. */
export class ReachQuestions {
  constructor(
    private readonly graph: GraphQueries,
    private readonly context: ReachContext,
  ) {}

  /** Reads a question about a flow as it stands in a URL. */
  readFlow(text: FlowText): ReturnType<typeof parseFlow> {
    return parseFlow(this.graph, text);
  }

  /** Whether a flow gets through, by the rules as they are configured now. */
  async verdict(flow: Flow): Promise<ReachabilityResponse> {
    return await answerReachability(this.graph, flow, this.context);
  }

  /** Reads a question of which an end may be left open. */
  read(text: FlowText): ReturnType<typeof parseOpenFlow> {
    return parseOpenFlow(this.graph, text);
  }

  /** Verdicts between the classes of a scope, or between them and one end. */
  async matrix(question: MatrixQuestion): Promise<ReachMatrixResponse> {
    return await answerMatrix(this.graph, question, this.context.partial, this.context.moment);
  }

  /** Verdicts between one end and each of some objects. */
  async peers(question: PeersQuestion): Promise<ReachPeersResponse> {
    return await answerPeers(this.graph, question, this.context.partial, this.context.moment);
  }
}
