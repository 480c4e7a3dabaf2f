/** One side of what Microsoft says about the overwrite question. @cite rulebook 14 C-10 */
interface Advice {
  readonly answer: 'Yes' | 'No';
  /** What kind of pages say so. */
  readonly says: string;
  readonly pages: readonly string[];
}

/** Microsoft says both. @cite rulebook 14 C-10, 19 */
export const OVERWRITE_ADVICE: readonly Advice[] = [
  {
    answer: 'Yes',
    says: 'in walk-throughs of a first installation and of migrations, where there is no Edge and nothing to lose yet',
    pages: [
      '"Configure mail flow and client access on Exchange servers" (2013, 2016 and later)',
      '"Add an SSL certificate to Exchange" 2007, 2010, 2013 (migration guides)',
    ],
  },
  {
    answer: 'No',
    says: 'in support articles on what the overwrite broke, and wherever it looks at certificates alone',
    pages: [
      'KB2989382',
      'KB4051498',
      'KB4495258',
      'KB3212872',
      'KB2779694',
      'the pages on the OAuth certificate',
      'CSS-Exchange (HealthChecker)',
      'Exchange team blog, June 2025',
    ],
  },
];

/** Why the conflict is decided the way it is. */
export const WHY_NO =
  'Certfleet follows No: it enables SMTP all the same, and STARTTLS is chosen by name, not by this question. Yes only replaces the certificate by which Exchange servers and subscribed Edges know each other.';
