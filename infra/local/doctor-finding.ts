/** One thing that must be so before the first mail. */
export interface Finding {
  /** `unknown`: it could not be asked, which is not the same as in order. */
  state: 'ok' | 'missing' | 'unknown';
  /** What was seen. */
  seen: string;
  /** The command or the place in the console that mends it; '' where nothing is to be mended. */
  remedy: string;
}

export interface Check {
  what: string;
  look: () => Promise<Finding>;
}

/** What the checks ask beside AWS. */
export interface DoctorPorts {
  /** The texts at a name of the DNS; none where the name is not there. */
  txt(name: string): Promise<string[]>;
  /** The site's answer, and the time it says it is; null where none came. */
  head(url: string): Promise<{ status: number; date: string | null } | null>;
  /** This machine's own clock. */
  clock(): Date;
}

export const judged = (isRight: boolean, seen: string, remedy: string): Finding =>
  isRight ? { state: 'ok', seen, remedy: '' } : { state: 'missing', seen, remedy };
