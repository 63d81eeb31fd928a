import { eventIterator, oc, type } from '@orpc/contract';
import { z } from 'zod';
import type { ResponseRuleInput } from '../receiver/rules/rule-schema.ts';
import type { RuleStanding } from '../receiver/rules/rule-standing.ts';
import type { ResponseOwner } from '../timeline/receiver-history.ts';
import { declaredErrors } from './errors.ts';

/** What a rule had to say to a request: "path is /pb"; '' for a rule without conditions. */
export interface ToldReason {
  why: string;
  /** Ms since the epoch, real time. */
  at: number;
}

/** A response rule as a screen shows it. */
export interface RuleView {
  /** Stays with the rule while it is moved, switched or edited; the next start of the engine has others. */
  id: number;
  /** Its name, or else what it does in a few words. */
  title: string;
  /** What it does, to which requests and for how long. */
  sentence: string;
  standing: RuleStanding;
  /** Whether it can still respond with anything other than a plain 200. */
  deviates: boolean;
  /** Requests that it has responded to since it was turned on. */
  hits: number;
  /** The last request that it responded to, and the last one that it looked at and left to the rules below. */
  lastMatch: ToldReason | null;
  lastMiss: ToldReason | null;
  /** How many more requests it responds to; null for no end. */
  timesLeft: number | null;
  /** When its time is over, on the clock of the simulator, in ms since the epoch; null for no end. */
  until: number | null;
  /** The preset that it began with. */
  preset: string | null;
  /** A plain list of statuses, as --response sets it: it can be switched and removed, not edited. */
  isPlain: boolean;
  /** As a file of rules has it. */
  rule: ResponseRuleInput;
}

export interface RuleLayerView {
  owner: ResponseOwner;
  rules: RuleView[];
}

/** All response rules, in the order in which they are asked. */
export interface RulesView {
  /** The topmost owner first. */
  layers: RuleLayerView[];
  /** Requests that none of them matched, which get a 200; `lastAt` in real ms since the epoch. */
  otherwise: { hits: number; lastAt: number | null };
  /** What of the topmost owner's rules is other than the default now; null while everything is healthy. */
  deviation: { owner: ResponseOwner; text: string; sentence: string; ids: number[] } | null;
}

/** What a client of a rule gets. */
export interface RulePreview {
  sentence: string;
  /** The first bytes of the response, as base64; null where none are sent. */
  bytes: string | null;
  /** Bytes of the whole response without the fault. */
  size: number;
  status: number;
  /** The decoded body, as the sender judges it. */
  body: string;
  /** Real ms until it is sent. */
  delay: number;
}

const base = oc.errors(declaredErrors);
const id = z.number().int().positive();
const ids = z.array(id).max(10_000);
const saved = z.object({ id: id.optional(), rule: z.unknown(), preset: z.string().optional() });

export const receiverContract = {
  /** The rules now and after each change or hit, at most ten times a second. */
  rules: base.output(eventIterator(type<RulesView>())),
  /**
   * Sets all rules of the user, which end with the engine; those with an id stay the same rules. Fails with
   * PB_RULES_INVALID, which has the place of what is wrong.
   */
  setRules: base.input(z.object({ rules: z.array(saved).max(1_000) })).output(type<RulesView>()),
  /** Saves one rule of the user in its place, or a new one above the others. Fails with PB_RULES_INVALID or PB_ARGUMENT_INVALID. */
  saveRule: base.input(saved).output(type<{ id: number }>()),
  /** Turns a rule on, with nothing counted yet, or off for now, whoever set it. Fails with PB_ARGUMENT_INVALID. */
  turnRule: base.input(z.object({ id, on: z.boolean() })).output(type<void>()),
  /** Moves a rule of the user to a place among the user's, counted from 0. */
  moveRule: base.input(z.object({ id, to: z.number().int().min(0) })).output(type<void>()),
  /** Removes a rule of the user; returns what `restoreRule` takes. */
  removeRule: base
    .input(z.object({ id }))
    .output(type<{ id: number; at: number; rule: ResponseRuleInput }>()),
  /** Puts a removed rule back, with what it has counted. */
  restoreRule: base
    .input(z.object({ id, at: z.number().int().min(0), rule: z.unknown() }))
    .output(type<void>()),
  /** Turns a preset on, as a rule of the user above the others, or removes its rule; one that was changed is turned off. */
  turnPreset: base.input(z.object({ preset: z.string(), on: z.boolean() })).output(type<void>()),
  /** Turns off every rule that deviates from a plain 200, whoever set it, until it is turned on again. Returns them. */
  heal: base.output(type<{ turnedOff: { id: number; title: string; owner: ResponseOwner }[] }>()),
  /** Takes `heal` back: the rules go on as if they had never been off. */
  resumeRules: base.input(z.object({ ids })).output(type<void>()),
  /** What a client gets of a rule. Fails with PB_RULES_INVALID. */
  previewRule: base.input(z.object({ rule: z.unknown() })).output(type<RulePreview>()),
  /** Rules as a file for `receive --rules` has them. Fails with PB_RULES_INVALID. */
  rulesText: base.input(z.object({ rules: z.array(z.unknown()).min(1) })).output(type<{ text: string }>()),
  /** Reads such a file. Fails with PB_RULES_INVALID, which has line and column. */
  readRules: base
    .input(z.object({ text: z.string().max(5_000_000) }))
    .output(type<{ rules: ResponseRuleInput[] }>()),
};
