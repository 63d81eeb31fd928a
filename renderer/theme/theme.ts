import {
  ActionIcon,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Menu,
  Modal,
  SegmentedControl,
  Tabs,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core';

/** Heights of controls: in toolbars, elsewhere, and the one that starts everything. */
const CONTROL: Record<string, { height: string; padding: string; font: string }> = {
  xs: { height: 'var(--control-sm-h)', padding: '8px', font: 'var(--fs-12)' },
  sm: { height: 'var(--control-h)', padding: '10px', font: 'var(--fs-13)' },
  lg: { height: 'var(--control-lg-h)', padding: '16px', font: 'var(--fs-14)' },
};

const controlOf = (size: unknown) => CONTROL[String(size)] ?? CONTROL.sm!;

/** Postbench's tokens as a Mantine theme. Colours are CSS variables of tokens.css, one set for each scheme. */
export const theme = createTheme({
  fontFamily: 'var(--font-ui)',
  fontFamilyMonospace: 'var(--font-mono)',
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '16px', md: '20px', lg: '20px', xl: '24px' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '10px' },
  shadows: {
    xs: 'none',
    sm: 'var(--shadow-pop)',
    md: 'var(--shadow-pop)',
    lg: 'var(--shadow-modal)',
    xl: 'var(--shadow-modal)',
  },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'default',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { variant: 'default', size: 'sm' },
      vars: (_theme, { size }) => {
        const { height, padding, font } = controlOf(size);
        return { root: { '--button-height': height, '--button-padding-x': padding, '--button-fz': font } };
      },
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { variant: 'subtle', size: 'sm', color: 'gray' },
      vars: (_theme, { size }) => ({ root: { '--ai-size': controlOf(size).height } }),
    }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'xs', transitionDuration: 90, withItemsBorders: false },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 500, withArrow: false, offset: 6, transitionProps: { duration: 90 } },
    }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'sm',
        radius: 'md',
        offset: 4,
        transitionProps: { duration: 90 },
        withInitialFocusPlaceholder: false,
      },
    }),
    Modal: Modal.extend({
      // Gone at once: a dialog that still fades has the keyboard, and swallows the key that is pressed next.
      defaultProps: {
        radius: 'lg',
        shadow: 'lg',
        centered: true,
        transitionProps: { duration: 160, exitDuration: 0 },
      },
    }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
  },
});

/** Puts Mantine's own variables onto the tokens; the tokens themselves know both schemes. */
export const resolveVariables: CSSVariablesResolver = () => {
  const mapped = {
    '--mantine-color-body': 'var(--bg)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-bright': 'var(--text)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--bg)',
    '--mantine-color-default-hover': 'var(--bg-hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--bg-track)',
    '--mantine-color-disabled-color': 'var(--text-3)',
    '--mantine-color-disabled-border': 'var(--line-strong)',
    '--mantine-primary-color-filled': 'var(--accent-fill)',
    '--mantine-primary-color-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-primary-color-contrast': 'var(--text-on-fill)',
    '--mantine-primary-color-light': 'var(--accent-bg)',
    '--mantine-primary-color-light-color': 'var(--accent)',
    '--mantine-color-blue-filled': 'var(--accent-fill)',
    '--mantine-color-blue-filled-hover': 'var(--accent-fill-hover)',
    '--mantine-color-gray-light-color': 'var(--text-2)',
    '--mantine-color-gray-light-hover': 'var(--bg-hover)',
    '--mantine-color-red-filled': 'var(--bad-mark)',
    '--mantine-color-red-light-color': 'var(--bad)',
  };
  return { variables: {}, light: mapped, dark: mapped };
};
