import { PostbenchError } from '../../shared/errors.ts';
import { type BodyFormat, type Postback, postbackSchema } from '../../shared/template/postback.ts';
import { readText } from '../engine/workspace/files.ts';
import { readPostback } from '../engine/workspace/workspace.ts';

/** The options that name a template instead of a postback file. */
export interface TemplateOptions {
  url?: string;
  body?: string;
  format?: BodyFormat;
}

/** Stands in for a URL when only a body is given; never shown. */
const NO_URL = '/';

export function wrongArgument(message: string, remedy: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });
}

/**
 * The template of a call, given in one of three ways: a postback file, a URL template, or a file with a body.
 * Throws PB_ARGUMENT_INVALID, PB_FILE_UNREADABLE, PB_POSTBACK_INVALID.
 */
export function postbackOf(file: string | undefined, { url, body, format }: TemplateOptions): Postback {
  if (file !== undefined) {
    if (url !== undefined || body !== undefined || format !== undefined) {
      throw wrongArgument(
        'A postback file cannot be combined with --url, --body or --format.',
        'Use either the file or the options.',
      );
    }
    return readPostback(file);
  }
  if (url === undefined && body === undefined) {
    throw wrongArgument(
      'There is no template.',
      'Use a postback file, --url TEMPLATE, or --body FILE with --format.',
    );
  }
  if (url === '')
    throw wrongArgument('--url is empty.', "Write it as --url 'http://127.0.0.1:9000/pb?id={ActionId}'.");
  if ((body === undefined) !== (format === undefined)) {
    throw wrongArgument(
      '--body and --format must be used together.',
      'Use both, for example --body body.json --format json.',
    );
  }
  return postbackSchema.parse({
    name: 'template',
    url: url ?? NO_URL,
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: { format, template: readText(body) } }),
  });
}
