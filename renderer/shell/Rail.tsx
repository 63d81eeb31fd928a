import { SECTIONS } from '../state/sections.ts';
import { useUi } from '../state/ui.ts';
import { SECTION_ICONS, SECTION_TITLES } from './screens.tsx';

/** The sections. Links, so that the address says where one is. */
export function Rail() {
  const current = useUi(({ section }) => section);
  return (
    <nav className="shell-rail" aria-label="Sections">
      <div className="shell-logo">
        <Arrows />
      </div>
      {SECTIONS.map((section) => {
        const Icon = SECTION_ICONS[section];
        return (
          <a
            key={section}
            href={`#/${section}`}
            aria-current={section === current ? 'page' : undefined}
            title={SECTION_TITLES[section]}
          >
            <Icon size={20} stroke={1.5} />
            <span>{SECTION_TITLES[section]}</span>
          </a>
        );
      })}
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
