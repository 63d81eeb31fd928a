import { IconBraces, IconInbox } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { Section } from '../state/ui.ts';
import { useUi } from '../state/ui.ts';

const ENTRIES: { section: Section; title: string; icon: ReactElement }[] = [
  { section: 'receiver', title: 'Receiver', icon: <IconInbox size={20} stroke={1.5} aria-hidden="true" /> },
  {
    section: 'templates',
    title: 'Templates',
    icon: <IconBraces size={20} stroke={1.5} aria-hidden="true" />,
  },
  { section: 'simulator', title: 'Simulator', icon: <Steps /> },
];

/** The sections. Links, so that the address says where one is. */
export function Rail() {
  const current = useUi(({ section }) => section);
  return (
    <nav className="rail" aria-label="Sections">
      <div className="mark">
        <Arrows />
      </div>
      {ENTRIES.map(({ section, title, icon }) => (
        <a key={section} href={`#/${section}`} aria-current={section === current ? 'page' : undefined}>
          {icon}
          <span>{title}</span>
        </a>
      ))}
    </nav>
  );
}

/** Out and back: a postback and its answer. */
function Arrows() {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 7.5h11.5M12 4l3.5 3.5L12 11" />
      <path d="M18 14.5H6.5M10 11l-3.500 3.500L10 18" opacity=".55" />
    </svg>
  );
}

/** Events on their way along the time. */
function Steps() {
  return (
    <svg
      width="20"
      height="20"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M3 5.5h6M3 10h10M3 14.5h6" />
      <circle cx="11" cy="5.5" r="1.75" />
      <circle cx="15" cy="10" r="1.75" />
      <circle cx="11" cy="14.5" r="1.75" />
    </svg>
  );
}
