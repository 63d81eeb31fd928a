export type RemedyId = string;
