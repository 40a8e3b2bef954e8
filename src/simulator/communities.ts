/**
 * A group as `subGroups` of `GET /communities-metadata/{id}` lists it (doc).
 * `phone` is `<digits>-group`, or the older `<phone>-<unix time>` without a suffix (doc).
 */
export interface SimulatedGroup {
  /** Absent now and then: one documentation page prints an answer without the key (doc). */
  readonly name?: string;
  readonly phone: string;
  /** True for the one group that belongs to the community itself. It stands among the others (doc). */
  readonly isGroupAnnouncement: boolean;
}

/** A community as `GET /communities-metadata/{id}` answers it (doc). `id` is 18 to 20 bare digits. */
export interface SimulatedCommunity {
  readonly name: string;
  readonly id: string;
  /** Null where the community has none (guess: the key may just as well be missing). */
  readonly description: string | null;
  readonly subGroups: readonly SimulatedGroup[];
}

/** The groups that can be linked and unlinked: all but the announcement group. */
export const ordinaryGroups = (community: SimulatedCommunity): readonly SimulatedGroup[] =>
  community.subGroups.filter((group) => !group.isGroupAnnouncement);

/** The announcement group stands first and bears the community's name (guess: neither is documented). */
const announcement = (name: string, phone: string): SimulatedGroup => ({
  name,
  phone,
  isGroupAnnouncement: true,
});

const group = (name: string, phone: string): SimulatedGroup => ({
  name,
  phone,
  isGroupAnnouncement: false,
});

/**
 * The community of the example request in Z-API's documentation: `98372465382764532938` holding
 * `1345353454354354-group`, so that the documented example works as it is printed. One of its groups
 * has an id of the older form. The names are made up.
 */
export const CONDOMINIO: SimulatedCommunity = {
  name: 'Condomínio Jardim das Flores',
  id: '98372465382764532938',
  description: 'Avisos e conversas dos moradores dos três blocos.',
  subGroups: [
    announcement('Condomínio Jardim das Flores', '120363019502650970-group'),
    group('Bloco A', '1345353454354354-group'),
    group('Bloco B', '120363019502650977-group'),
    group('Bloco C', '120363019502650978-group'),
    group('Moradores antigos', '5511999999999-1623281429'),
  ],
};

/** The largest one: five ordinary groups. */
export const ESCOLA: SimulatedCommunity = {
  name: 'Escola Municipal Cecília Meireles',
  id: '120363041278650314',
  description: 'Famílias e professores, do 1º ao 5º ano.',
  subGroups: [
    announcement('Escola Municipal Cecília Meireles', '120363041278650400-group'),
    group('1º ano', '120363041278650401-group'),
    group('2º ano', '120363041278650402-group'),
    group('3º ano', '120363041278650403-group'),
    group('4º ano', '120363041278650404-group'),
    group('5º ano', '5521988887777-1589034512'),
  ],
};

/** No description. Its id has 19 digits. */
export const CORREDORES: SimulatedCommunity = {
  name: 'Corredores do Parque',
  id: '1203630527719046258',
  description: null,
  subGroups: [
    announcement('Corredores do Parque', '120363052771904600-group'),
    group('Treino da manhã', '120363052771904601-group'),
    group('Treino da noite', '120363052771904602-group'),
    group('Provas e caronas', '5531977776666-1601295034'),
  ],
};

/** A single ordinary group is left, so unlinking it is refused: the last-group rule (doc). */
export const FEIRA: SimulatedCommunity = {
  name: 'Feira Orgânica da Vila',
  id: '120363067340912587',
  description: 'Pedidos até quinta-feira.',
  subGroups: [
    announcement('Feira Orgânica da Vila', '120363067340912600-group'),
    group('Pedidos da semana', '120363067340912601-group'),
  ],
};

/** The communities that behave, in the order `GET /communities` lists them. */
export const ORDINARY_COMMUNITIES: readonly SimulatedCommunity[] = [CONDOMINIO, ESCOLA, CORREDORES, FEIRA];
