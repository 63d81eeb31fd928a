import { useEffect, useState } from 'react';

/** A part of a multipart form: a value, or a file. */
export interface FormPart {
  name: string;
  /** Null for a file. */
  value: string | null;
  file: { name: string; type: string; size: number } | null;
}

/** The parts of a multipart body, as the browser reads them; undefined while it reads, and for any other or a broken body. */
export function useMultipart(bytes: Uint8Array, contentType: string): FormPart[] | undefined {
  const [read, setRead] = useState<{ of: Uint8Array; parts: FormPart[] }>();
  useEffect(() => {
    if (!/^multipart\/form-data\b/i.test(contentType.trim())) return;
    let current = true;
    void new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData().then(
      (form) => {
        if (current) setRead({ of: bytes, parts: [...form].map(partOf) });
      },
      // A broken one is shown as text.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [bytes, contentType]);
  return read?.of === bytes ? read.parts : undefined;
}

function partOf([name, value]: [string, FormDataEntryValue]): FormPart {
  if (typeof value === 'string') return { name, value, file: null };
  return { name, value: null, file: { name: value.name, type: value.type, size: value.size } };
}
