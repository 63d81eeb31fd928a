import { Command, CommanderError, Option } from 'commander';
import { MASK_RULE_IDS } from '../../shared/receiver/share/mask-rules.ts';
import { LOG_LEVELS } from '../../shared/settings.ts';
import { type CommandIo, defaultDataFolder, processIo, reportError } from './io.ts';

declare const POSTBENCH_VERSION: string;

type CapturesCall = import('./captures.ts').CapturesOptions & { compare?: string[]; import?: string };

type Action = (io: CommandIo) => Promise<number> | number;

/**
 * The command line. Each command's code is loaded when it is called, so --help costs almost nothing.
 * Returns the exit code: 0 success, 1 the receiver or template failed a check, 2 the call or a file is wrong,
 * 3 Postbench itself failed.
 */
export async function main(args: readonly string[]): Promise<number> {
  const io = processIo();
  if (isAfterBench(args)) return 0;
  let code = 0;
  const run = (action: Action) => async () => {
    code = await action(io);
  };
  // Ctrl-C ends them even in the middle of a long computation, in which no signal could be noticed.
  const reads = (action: Action) => {
    io.endAtOnce();
    return run(action);
  };
  try {
    await program(run, reads, io).parseAsync(withCommand(args), { from: 'user' });
    return code;
  } catch (error) {
    // commander has printed what is wrong with the call; help and version are not errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportError(error, io.err);
  } finally {
    io.done();
  }
}

/**
 * npm runs a script named "postbench" after each `npm run bench`, as its "post" script. Without arguments it
 * must not open the app.
 */
function isAfterBench(args: readonly string[]): boolean {
  return args.length === 0 && process.env.npm_lifecycle_event === 'postbench';
}

/** `postbench` alone, or with only the options of `open`, opens the app. As a default command, any typo would, too. */
function withCommand(args: readonly string[]): string[] {
  const opens = args.every((arg, index) => arg.startsWith('--data-dir') || args[index - 1] === '--data-dir');
  return opens ? ['open', ...args] : [...args];
}

type Run = (action: Action) => () => Promise<void>;

/** `reads` runs the commands that leave nothing behind. */
function program(run: Run, reads: Run, io: CommandIo): Command {
  const dataDir = () =>
    new Option('--data-dir <folder>', 'the folder for captures and settings').default(defaultDataFolder());
  const logLevel = () => new Option('--log-level <level>', 'log level (default: info)').choices(LOG_LEVELS);
  const json = () => new Option('--json', 'machine-readable output');
  const showSecrets = () => new Option('--show-secrets', 'print values of secrets instead of {secret:NAME}');
  const receiverPort = () =>
    new Option('--port <number>', 'port of the receiver (default: 7300, or the next free one)');
  const state = () =>
    new Option('--state <url-template>', 'a URL that shows what your receiver has on record for {ActionId}');
  const stateCommand = () =>
    new Option('--state-command <command>', 'a command that prints it, as in "./state.sh {ActionId}"');
  const secretHeaders = () =>
    new Option(
      '--secret-headers <choice>',
      'with --at: send headers that look like secrets to that origin too, or omit them',
    ).choices(['send', 'omit']);
  const stateResponse = () => new Option('--state-response', 'the response to the postback shows it');
  const settle = () =>
    new Option(
      '--settle <time>',
      'the least time after which a record that differs has failed (default: 5s)',
    );
  const allowCommand = () =>
    new Option('--allow-command <sha256...>', 'a command of check.yaml that may run');
  const allowBind = () =>
    new Option(
      '--allow-bind <address...>',
      'an address where other machines can reach an endpoint, confirmed with this call',
    );
  const root = new Command('postbench')
    .description('The sandbox that partnership platforms do not give their partners.')
    .version(POSTBENCH_VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .exitOverride()
    // What is wrong with a call quotes it.
    .configureOutput({
      writeOut: (text) => void io.print(text),
      writeErr: (text) => io.err(text.replace(/\n$/, '')),
    })
    .showHelpAfterError('Run postbench --help for the commands and their options.');

  root
    .command('open')
    .description('the app: a desktop window, or the browser where Electron cannot show one')
    .addOption(dataDir())
    .addOption(logLevel())
    .action(async (options: import('./open.ts').OpenOptions) => {
      const { open } = await import('./open.ts');
      await run((io) => open(options, io))();
    });

  root
    .command('serve')
    .description('the app in the browser')
    .addOption(receiverPort())
    .addOption(allowBind())
    .addOption(dataDir())
    .addOption(logLevel())
    .option('--no-open', 'print the address without opening a browser')
    .action(async (options: import('./serve.ts').ServeOptions) => {
      const { serve } = await import('./serve.ts');
      await run((io) => serve(options, io))();
    });

  root
    .command('receive')
    .description('the receiver alone, with a line for each capture')
    .addOption(receiverPort())
    .addOption(dataDir())
    .option(
      '--response <statuses>',
      'statuses to respond with in turn, the last one repeated, as in 500x3,204,200',
    )
    .addOption(new Option('--answer <statuses>', 'the older name of --response').hideHelp())
    .option('--rules <file>', 'response rules; read again whenever the file changes')
    .option('--forward <url>', 'pass requests on to your server, and respond with its responses')
    .option('--allow-host <name...>', 'a host outside this machine that requests may be forwarded to')
    .option('--endpoint <name>', 'listen as this endpoint of the workspace in the current folder')
    .option('--tls', 'HTTPS, with a certificate that Postbench makes')
    .option('--bind <address>', 'the address to listen at (default: 127.0.0.1)')
    .addOption(allowBind())
    .addOption(showSecrets())
    .addOption(logLevel())
    .addOption(json())
    .action(async (options: import('./receive.ts').ReceiveOptions) => {
      const { receive } = await import('./receive.ts');
      await run((io) => receive(options, io))();
    });

  root
    .command('captures')
    .description('list captured requests')
    .addOption(dataDir())
    .option('--query <line>', 'only captures that meet all terms, as in "method:POST status:5xx text"')
    .option('--search <text>', 'only captures with this text in the address, headers or body')
    .option('--limit <number>', 'only the newest ones')
    .option('--count', 'print only how many there are')
    .addOption(new Option('--follow', 'keep printing those that come').conflicts(['count', 'export']))
    .addOption(
      new Option(
        '--export <format>',
        'print them as a HAR 1.2 file, as CSV, or as JSON lines; or write a share file, with secrets and personal data masked',
      )
        .choices(['har', 'csv', 'jsonl', 'share'])
        .conflicts(['count', 'json']),
    )
    .argument('[file]', 'with --export share: the file that is written')
    .option('--mask <text...>', 'with --export share: mask these values too')
    .option('--keep <text...>', 'with --export share: leave these values as they are')
    .addOption(
      new Option('--unmask <rule...>', 'with --export share: leave what these rules find as it is').choices(
        MASK_RULE_IDS,
      ),
    )
    .addOption(
      new Option(
        '--import <file>',
        'store the requests of a HAR, a share file, or the JSON of a webhook bin',
      ).conflicts(['count', 'export', 'follow', 'query', 'search', 'limit', 'compare']),
    )
    .addOption(
      new Option('--compare <ids...>', 'print what two captures differ in; exit 1 if they differ').conflicts([
        'count',
        'export',
        'query',
        'search',
        'limit',
      ]),
    )
    .addOption(showSecrets())
    .addOption(json())
    .action(async (file: string | undefined, given: CapturesCall) => {
      const { compare, import: imported } = given;
      const options = { ...given, ...(file !== undefined && { file }) };
      if (imported !== undefined) {
        const { importCaptures } = await import('./captures-import.ts');
        await run((io) => importCaptures(imported, options, io))();
        return;
      }
      if (compare !== undefined) {
        const { compareCaptures } = await import('./captures-compare.ts');
        await run((io) => compareCaptures({ ...options, compare }, io))();
        return;
      }
      const { captures } = await import('./captures.ts');
      await run((io) => captures(options, io))();
    });

  root
    .command('replay')
    .description('send captured requests again, byte for byte')
    .argument('<id...>', 'the numbers of the captures, in the order in which they are sent')
    .addOption(dataDir())
    .requiredOption('--to <url>', 'an origin, or a URL whose path replaces the captured one')
    .option('--times <number>', 'how often the whole list is sent')
    .addOption(
      new Option(
        '--rate <number>',
        'requests per second; by default each waits for the response before',
      ).conflicts('originalTiming'),
    )
    .option('--original-timing', 'as far apart as they arrived')
    .option('--allow-host <name...>', 'a host outside this machine that may be sent to')
    .option('--value <number=text...>', 'what stands for a masked value of a share file')
    .addOption(json())
    .action(async (ids: string[], options: import('./replay.ts').ReplayOptions) => {
      const { replayCommand } = await import('./replay.ts');
      await run((io) => replayCommand(ids, options, io))();
    });

  root
    .command('logs')
    .description('show the log, oldest first')
    .addOption(dataDir())
    .addOption(
      new Option('--level <level>', 'only this level and above').choices(
        LOG_LEVELS.filter((level) => level !== 'silent'),
      ),
    )
    .option('--limit <number>', 'only the newest ones')
    .option('--follow', 'keep printing new lines')
    .addOption(json())
    .action(async (options: import('./logs.ts').LogsOptions) => {
      const { logs } = await import('./logs.ts');
      await run((io) => logs(options, io))();
    });

  root
    .command('render')
    .description('show the request that a template becomes')
    .argument('[postback]', 'a postback file')
    .option('--url <template>', 'a URL template')
    .option('--body <file>', 'a file with a body template')
    .addOption(new Option('--format <format>', 'format of the body').choices(['json', 'xml', 'form']))
    .option(
      '--event <kind|file>',
      'the event whose values are used, or a YAML or JSON file of values (default: tracked)',
    )
    .option('--set <Name=value...>', 'override a value')
    .option(
      '--if <response>',
      'show what the platform would do after this response: a status, timeout, refused, reset or unresolvable',
    )
    .option('--if-body <text>', 'with --if and a status: the response body, for success and error responses')
    .option(
      '--start <time>',
      'with --if: when the attempt is sent, as in 2026-05-12T14:00:00Z (default: now)',
    )
    .addOption(json())
    .action(async (postback: string | undefined, options: import('./render.ts').RenderCommandOptions) => {
      const { render } = await import('./render.ts');
      await reads((io) => render(postback, options, io))();
    });

  root
    .command('lint')
    .description('find what would break in a template before the platform does')
    .argument('[postback]', 'a postback file')
    .option('--url <template>', 'a URL template')
    .option('--body <file>', 'a file with a body template')
    .addOption(new Option('--format <format>', 'format of the body').choices(['json', 'xml', 'form']))
    .addOption(
      new Option('--kind <kind>', 'the kind of postback, if there is no file (default: action)').choices([
        'action',
        'clearing',
        'inquiry',
        'catalog',
      ]),
    )
    .addOption(json())
    .action(async (postback: string | undefined, options: import('./lint.ts').LintCommandOptions) => {
      const { lint } = await import('./lint.ts');
      await reads((io) => lint(postback, options, io))();
    });

  root
    .command('init')
    .description('turn a folder into a workspace')
    .argument('<folder>', 'created if missing; files in it are kept')
    .option('--name <name>', 'its name (default: the name of the folder)')
    .option('--sample', 'start with a copy of the sample instead of one program to fill in')
    .addOption(json())
    .action(async (folder: string, options: import('./init.ts').InitOptions) => {
      const { init } = await import('./init.ts');
      await run((io) => init(folder, options, io))();
    });

  root
    .command('run')
    .description('play a scenario and send its postbacks')
    .argument('<scenario>', 'a scenario file')
    .option(
      '--to <url-template>',
      'the URL of your receiver, instead of the postbacks of actions and their headers',
    )
    .option('--at <origin>', 'send the postbacks as they are to this origin, as in http://127.0.0.1:9000')
    .addOption(secretHeaders())
    .option('--seed <number>', 'seed: the same seed and start give the same requests')
    .option('--speed <speed>', 'fast, real, or a factor such as x60', 'fast')
    .option('--start <time>', 'virtual start, as in 2026-05-12T14:00:00Z')
    .addOption(state())
    .addOption(stateCommand())
    .addOption(stateResponse())
    .addOption(settle())
    .addOption(allowCommand())
    .option(
      '--ceiling <number>',
      'maximum requests per second of real time to a receiver that is not Postbench’s own',
    )
    .option('--data-dir <folder>', 'keep the results here (default: a temporary folder)')
    .addOption(logLevel())
    .addOption(json())
    .action(async (scenario: string, options: import('./run.ts').RunCommandOptions) => {
      const { run: runScenario } = await import('./run.ts');
      await run((io) => runScenario(scenario, options, io))();
    });

  root
    .command('check')
    .description('try a receiver: find the defects that cost money, and prove them')
    .option('--to <url-template>', 'the URL of your receiver')
    .option('--postback <file>', 'a postback file, instead of a URL')
    .option('--at <origin>', 'send that postback to this origin, as in http://127.0.0.1:9000')
    .addOption(secretHeaders())
    .addOption(state())
    .addOption(stateCommand())
    .addOption(stateResponse())
    .option('--before <url-template>', 'a URL that makes a click or user known before each action')
    .option('--before-command <command>', 'a command that does so')
    .option('--set <Name=value...>', 'fix a value of every action')
    .option('--secret <name>', 'the parameter, body field or header that holds the shared secret')
    .option('--only <ids>', 'ids or categories of checks, separated by commas')
    .option('--skip <ids>', 'ids or categories that are not played')
    .option('--explore <number>', 'random lives to explore (default: 0)')
    .option('--timeout <time>', 'the time for a response (default: the sender profile’s)')
    .addOption(settle())
    .option('--late-duplicate <time>', 'wait this long in real time before the last duplicate')
    .option('--ceiling <number>', 'maximum requests per second of real time')
    .option('--seed <number>', 'seed of lives and disorder')
    .option('--run-id <number>', 'number of the run, part of the ids of its actions')
    .option('--allow-host <name...>', 'a host outside this machine that may be reached')
    .addOption(allowCommand())
    .option('--yes', 'write test data without asking')
    .option('--require-books', 'exit with 2 if no record could be judged')
    .addOption(
      new Option('--fail-on <verdict>', 'what exits with 1 (default: fail)').choices(['fail', 'warn']),
    )
    .option('--report <file...>', 'write a report: .html, .xml (JUnit), .json or .md')
    .option('--list', 'list all checks')
    .option('--data-dir <folder>', 'the folder with confirmed commands and secrets')
    .addOption(json())
    .action(async (options: import('./check.ts').CheckOptions) => {
      const { check } = await import('./check.ts');
      await run((io) => check(options, io))();
    });

  return root;
}
