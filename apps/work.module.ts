import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';

/** What runs in a process beside Nest: stopped when the application ends. */
export interface Work {
  readonly stop: () => Promise<void>;
}

const WORK = Symbol('work');

class Lifetime implements OnApplicationShutdown {
  constructor(@Inject(WORK) private readonly work: Work) {}

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }
}

/** Ties such work to the life of a Nest application, and so to its shutdown hooks. */
@Module({})
export class WorkModule {
  static over(work: Work): DynamicModule {
    return { module: WorkModule, providers: [{ provide: WORK, useValue: work }, Lifetime] };
  }
}
