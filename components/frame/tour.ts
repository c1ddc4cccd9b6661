import 'driver.js/dist/driver.css';

/** A stop of the tour: an element that names itself by `data-tour`, and what there is to say of it. */
interface Stop {
  readonly at: string;
  readonly title: string;
  readonly says: string;
  readonly side: 'top' | 'right' | 'bottom' | 'left';
}

const STOPS: readonly Stop[] = [
  {
    at: 'search',
    title: 'Find anything',
    says: 'A name, an address, a MAC, a UID, a tag, a label or a path, in both planes. Ctrl K or / opens it anywhere.',
    side: 'bottom',
  },
  {
    at: 'scope',
    title: 'Where you are',
    says: 'All there is, one cluster, or one namespace. The address bar holds all of it: send it, and others see what you see.',
    side: 'bottom',
  },
  {
    at: 'legend',
    title: 'Two planes, one map',
    says: 'Each card says at its left which plane knows it: Kubernetes, NSX, or both. What is not well differs in shape and words too. Paths run from the Tier-0 at the left to Pods at the right.',
    side: 'top',
  },
  {
    at: 'grouping',
    title: 'In boxes of your choice',
    says: 'By namespace, Tier-1, segment, cluster node, workload or group. Double click opens a box, and a namespace its own map.',
    side: 'bottom',
  },
  {
    at: 'groups',
    title: 'Who is a member of what',
    says: 'Draws the groups of the Distributed Firewall beside the Pods that are in them.',
    side: 'bottom',
  },
  {
    at: 'find',
    title: 'Find and Hide',
    says: 'Find raises what an expression means and dims the rest; Hide leaves it out. Begin with a preset such as unhealthy or orphan.',
    side: 'bottom',
  },
  {
    at: 'counts',
    title: 'What is not drawn',
    says: 'How much of what there is you see. Notes say what is folded or missing, and why.',
    side: 'bottom',
  },
  {
    at: 'table',
    title: 'The same as a table',
    says: 'Sort it, filter it, choose columns, and save it as CSV or JSON.',
    side: 'bottom',
  },
  {
    at: 'live',
    title: 'As it is now',
    says: 'Changes show as they happen, and how old the picture of NSX is. A click pauses it, and counts what waits.',
    side: 'bottom',
  },
  {
    at: 'help',
    title: 'Marks, keys and this tour',
    says: 'All of them are here, or at the key ?.',
    side: 'bottom',
  },
];

const elementAt = (at: string): Element | null => document.querySelector(`[data-tour="${at}"]`);

/** Leads past what the screen has, stop by stop; Esc ends it, and the focus goes back to where it was. */
export async function startTour(): Promise<void> {
  const { driver } = await import('driver.js');
  const steps = STOPS.flatMap(({ at, title, says, side }) => {
    const element = elementAt(at);
    const seen = element !== null && element.getClientRects().length > 0;
    return seen ? [{ element, popover: { title, description: says, side, align: 'start' as const } }] : [];
  });
  const before = document.activeElement;
  // Left to itself the focus goes back to the stop before the last, which is gone by then.
  const giveBack = (): void => {
    if (before instanceof HTMLElement) before.focus();
  };
  const tour = driver({
    steps,
    animate: false,
    // Ours: its own keys do nothing until the frame after a step is drawn, and reach the map behind it too.
    allowKeyboardControl: false,
    disableActiveInteraction: true,
    overlayColor: '#0d1217',
    overlayOpacity: 0.4,
    stagePadding: 4,
    stageRadius: 8,
    showProgress: true,
    progressText: '{{current}} of {{total}}',
    nextBtnText: 'Next',
    prevBtnText: 'Back',
    doneBtnText: 'Done',
    popoverClass: 'tour',
    onDestroyed: giveBack,
    // Enter goes on; the first to take the focus would be the one that ends the tour.
    onPopoverRender: ({ nextButton }) => queueMicrotask(() => nextButton.focus()),
  });
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => tour.moveNext(),
    ArrowLeft: () => tour.movePrevious(),
    Escape: () => {
      tour.destroy();
      // Of a step that is not drawn yet the end is not told.
      giveBack();
    },
  };
  const onKey = (event: KeyboardEvent): void => {
    if (!tour.isActive()) {
      window.removeEventListener('keydown', onKey, true);
      return;
    }
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  window.addEventListener('keydown', onKey, true);
  tour.drive();
}
