import { Tabs } from '@mantine/core';
import { SKETCH_LANGUAGES } from '../../../shared/checks/remedies/sketch.ts';
import { type RemedyId, remedyOf } from '../../../shared/checks/remedy.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { chooseLanguage, useChecksView } from './checks-view.ts';

/** What to change, with a sketch in the language that was used last. */
export function RemedyPanel({ remedy }: { remedy: RemedyId }) {
  const { text, sketch } = remedyOf(remedy);
  const wanted = useChecksView(({ language }) => language);
  const languages = SKETCH_LANGUAGES.filter((language) => sketch?.[language] !== undefined);
  const shown = languages.includes(wanted) ? wanted : languages[0];
  const code = shown === undefined ? undefined : sketch?.[shown];
  return (
    <section aria-label="Remedy" className="checks-remedy">
      <div className="section-head">
        Remedy
        <span className="spacer" />
        {code === undefined ? null : <CopyButton text={code} label="Copy the sketch" />}
      </div>
      <p className="checks-detail-note">{text}</p>
      {shown === undefined || code === undefined ? null : (
        <Tabs
          value={shown}
          onChange={(value) => {
            const language = languages.find((one) => one === value);
            if (language !== undefined) chooseLanguage(language);
          }}
          keepMounted={false}
        >
          <Tabs.List className="checks-remedy-tabs" aria-label="Language">
            {languages.map((language) => (
              <Tabs.Tab key={language} value={language}>
                {language}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={shown}>
            <pre className="code-block checks-sketch">{code}</pre>
          </Tabs.Panel>
        </Tabs>
      )}
    </section>
  );
}
