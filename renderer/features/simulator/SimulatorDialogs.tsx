import { ModifyDialog, ReverseDialog } from './actions/ChangeDialogs.tsx';
import { TrackDialog } from './actions/TrackDialog.tsx';
import { AddItemDialog, GenerateItemsDialog, ImportItemsDialog } from './catalogs/AddDialogs.tsx';
import { ChangeItemsDialog } from './catalogs/ChangeItemsDialog.tsx';
import { useCatalog } from './catalogs/items-view.ts';
import { CloseInquiryDialog } from './inquiries/CloseInquiryDialog.tsx';
import { OpenInquiryDialog } from './inquiries/OpenInquiryDialog.tsx';
import { useSelectedInquiry } from './inquiries/useInquiries.ts';
import { useSelectedClick } from './links/useClicks.ts';
import { CompareRunsDialog } from './run/CompareRunsDialog.tsx';
import { SaveScenarioDialog } from './SaveScenarioDialog.tsx';
import { useSimulator } from './simulator-view.ts';
import { useSelectedAction } from './useActionView.ts';

/** The one dialog that is open, for what is selected. */
export function SimulatorDialogs() {
  const dialog = useSimulator((state) => state.dialog);
  switch (dialog) {
    case null:
      return null;
    case 'track':
      return <TrackDialog />;
    case 'convert':
      return <Convert />;
    case 'modify':
    case 'reverse':
      return <OfAction dialog={dialog} />;
    case 'open-inquiry':
      return <OpenInquiryDialog />;
    case 'close-inquiry':
      return <OfInquiry />;
    case 'compare-runs':
      return <CompareRunsDialog />;
    case 'save-scenario':
      return <SaveScenarioDialog />;
    default:
      return <OfCatalog dialog={dialog} />;
  }
}

function Convert() {
  const click = useSelectedClick();
  return click === undefined ? null : <TrackDialog key={click.key} click={click} />;
}

function OfAction({ dialog }: { dialog: 'modify' | 'reverse' }) {
  const view = useSelectedAction();
  if (view === undefined) return null;
  return dialog === 'modify' ? (
    <ModifyDialog key={view.key} view={view} />
  ) : (
    <ReverseDialog key={view.key} view={view} />
  );
}

function OfInquiry() {
  const view = useSelectedInquiry();
  return view === undefined ? null : <CloseInquiryDialog key={view.key} view={view} />;
}

const CATALOG_DIALOGS = {
  'change-items': ChangeItemsDialog,
  'add-item': AddItemDialog,
  'generate-items': GenerateItemsDialog,
  'import-items': ImportItemsDialog,
};

function OfCatalog({ dialog }: { dialog: keyof typeof CATALOG_DIALOGS }) {
  const catalog = useCatalog();
  const Dialog = CATALOG_DIALOGS[dialog];
  return catalog === undefined ? null : <Dialog key={catalog.key} catalog={catalog} />;
}
