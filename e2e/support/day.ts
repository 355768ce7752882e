/** The day so many days from now, as a date field takes it. */
export const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
