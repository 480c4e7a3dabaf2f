import { Link } from '@tanstack/react-router';
import { Heading } from '../parts/page.js';

export function NoSuchPage() {
  return (
    <>
      <Heading title="There is no such page" />
      <p>
        The address may have been cut off. <Link to="/">The fleet</Link> is a good place to begin.
      </p>
    </>
  );
}
