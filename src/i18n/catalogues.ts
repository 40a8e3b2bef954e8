import { en, type Messages } from './en.ts';
import { ptBR } from './pt-br.ts';

export type Language = 'en' | 'pt-BR';

/** One catalogue for each language, by its tag (BCP 47). */
export const CATALOGUES: Readonly<Record<Language, Messages>> = { en, 'pt-BR': ptBR };
