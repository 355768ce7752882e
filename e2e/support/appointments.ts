import type { Page } from '@playwright/test';

/** Day and time of day in China, `hours` from now. */
export function inChina(hours: number): { day: string; clock: string } {
  const then = new Date(Date.now() + (hours + 8) * 3_600_000).toISOString();
  return { day: then.slice(0, 10), clock: then.slice(11, 16) };
}

/** Fills in the mediator's form for an appointment, at `place` or by video. */
export async function makes(mediator: Page, { day, clock }: ReturnType<typeof inChina>, place?: string): Promise<void> {
  const form = mediator.getByTestId('appointment-form');
  if (!(await form.isVisible())) await mediator.getByTestId('appointment-new').click();
  if (place) {
    await mediator.getByTestId('appointment-kind').selectOption('visit');
    await mediator.getByTestId('appointment-place').fill(place);
  }
  await mediator.getByTestId('appointment-day').fill(day);
  await mediator.getByTestId('appointment-clock').fill(clock);
  await mediator.getByTestId('make-appointment').click();
}
