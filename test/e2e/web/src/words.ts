import type { GroupUnlinkStatus, UnlinkBlocker, UnlinkOutcomeKind } from 'z-api-communities-graphql/client';

interface OutcomeWords {
  readonly title: (groups: number) => string;
  /** Where the service itself says nothing. */
  readonly text: string;
}

const outcomes = (words: Readonly<Record<UnlinkOutcomeKind, OutcomeWords>>) => words;

const en = {
  title: 'Communities',
  chooseCommunity: 'Choose a community to unlink groups from.',
  noCommunities: 'This WhatsApp number takes part in no community.',
  noSuchCommunity: 'This WhatsApp number is not in this community.',
  more: 'Show more',
  loading: 'Loading…',
  unreachable: 'The service cannot be reached from this page. Check your connection and try again.',
  signIn: 'You are not signed in, or not any longer. Sign in again.',
  tryAgain: 'Try again',
  tryAgainIn: (seconds: number) => `Try again in ${seconds} s`,

  groups: 'Groups of this community',
  noGroups: 'This community has no groups.',
  announcementGroup: 'Announcements',
  announcementGroupStays: 'Belongs to the community itself, so it cannot be unlinked.',
  chooseGroups: 'Choose groups to unlink',
  unlink: (groups: number) => (groups === 1 ? 'Unlink 1 group' : `Unlink ${groups} groups`),
  unlinking: (groups: number) => (groups === 1 ? 'Unlinking 1 group…' : `Unlinking ${groups} groups…`),

  question: (groups: number) =>
    groups === 1
      ? 'Unlink this group from the community?'
      : `Unlink these ${groups} groups from the community?`,
  peopleWillSee:
    "People will see this: everyone who is in an unlinked group also leaves the community's announcement group.",
  canBeRestored: (remaining: number) =>
    `Nothing is deleted: linking a group again restores it. ${remaining === 1 ? '1 group stays' : `${remaining} groups stay`} in the community.`,
  nothingToUnlink: 'Nothing can be unlinked as chosen. Choose other groups.',
  cancel: 'Cancel',

  statuses: {
    UNLINKED: 'unlinked',
    NOT_LINKED: 'not in the community now',
    STILL_LINKED: 'still linked',
    UNKNOWN: 'not known',
  } satisfies Record<GroupUnlinkStatus, string>,
  blockers: {
    LAST_LINKED_GROUP: 'cannot all go: a community keeps at least one group',
    ANNOUNCEMENT_GROUP: 'must stay: it is the announcement group',
    UNDETERMINED: 'still linked, reason not known',
  } satisfies Record<UnlinkBlocker, string>,
  outcomes: outcomes({
    done: {
      title: (groups) => (groups === 1 ? '1 group was unlinked' : `${groups} groups were unlinked`),
      text: 'WhatsApp reported success.',
    },
    'not-linked': {
      title: (groups) =>
        groups === 1 ? 'The group is not in the community now' : 'The groups are not in the community now',
      text: 'WhatsApp did not confirm that this unlink took them out: they may have been out before.',
    },
    partly: {
      title: () => 'Some groups are still linked',
      text: 'Others are out of the community.',
    },
    refused: { title: () => 'Nothing was unlinked', text: 'The request was refused.' },
    unknown: {
      title: () => 'The outcome is not known yet',
      text: 'No answer came back: it may have been done or not. Check which groups are still linked before anything is repeated.',
    },
    'try-later': {
      title: () => 'This request changed nothing: try again soon',
      text: 'Wait a little, then try again.',
    },
    operator: {
      title: () => 'Someone needs to fix something first',
      text: 'The WhatsApp number or this service has to be seen to.',
    },
  }),
  close: 'Close',
  chooseOthers: 'Choose other groups',
  tryRest: (groups: number) =>
    groups === 1 ? 'Try the remaining group again' : `Try the remaining ${groups} groups again`,
  contradicted: {
    title: () => 'Not every group is out yet',
    text: 'WhatsApp reported success, yet the community still shows a group. That may take a moment.',
  },
  tellOperator: 'Tell whoever runs this service, and quote the request ID. Check once it has been put right.',
  checkNow: 'Check now',
  checkAgain: 'Check again',
  linkedNow: (groups: number) => {
    if (groups === 0) return 'Checked just now: none of the groups is linked';
    return groups === 1
      ? 'Checked just now: 1 group is linked'
      : `Checked just now: ${groups} groups are linked`;
  },
  unlinkStillLinked: (groups: number) =>
    groups === 1 ? 'Unlink the group still linked' : `Unlink the ${groups} still linked`,
  requestId: 'Request ID:',
  copy: 'Copy',
  copied: 'Copied',
};

const ptBR: typeof en = {
  title: 'Comunidades',
  chooseCommunity: 'Escolha de qual comunidade desvincular grupos.',
  noCommunities: 'Este número de WhatsApp não participa de nenhuma comunidade.',
  noSuchCommunity: 'Este número de WhatsApp não participa dessa comunidade.',
  more: 'Mostrar mais',
  loading: 'Carregando…',
  unreachable:
    'Não é possível acessar o serviço a partir desta página. Verifique sua conexão e tente de novo.',
  signIn: 'Sua sessão terminou. Entre de novo.',
  tryAgain: 'Tentar de novo',
  tryAgainIn: (seconds) => `Tentar de novo em ${seconds} s`,

  groups: 'Grupos desta comunidade',
  noGroups: 'Esta comunidade não tem grupos.',
  announcementGroup: 'Avisos',
  announcementGroupStays: 'É da própria comunidade e, por isso, não pode ser desvinculado.',
  chooseGroups: 'Escolha os grupos a desvincular',
  unlink: (groups) => (groups === 1 ? 'Desvincular 1 grupo' : `Desvincular ${groups} grupos`),
  unlinking: (groups) => (groups === 1 ? 'Desvinculando 1 grupo…' : `Desvinculando ${groups} grupos…`),

  question: (groups) =>
    groups === 1
      ? 'Desvincular este grupo da comunidade?'
      : `Desvincular estes ${groups} grupos da comunidade?`,
  peopleWillSee:
    'As pessoas vão perceber: quem está em um grupo desvinculado também sai do grupo de avisos da comunidade.',
  canBeRestored: (remaining) =>
    `Nada é apagado: basta vincular o grupo de novo. ${remaining === 1 ? 'Fica 1 grupo' : `Ficam ${remaining} grupos`} na comunidade.`,
  nothingToUnlink: 'Nada pode ser desvinculado desta forma. Escolha outros grupos.',
  cancel: 'Cancelar',

  statuses: {
    UNLINKED: 'desvinculado',
    NOT_LINKED: 'não está na comunidade agora',
    STILL_LINKED: 'continua vinculado',
    UNKNOWN: 'não se sabe',
  },
  blockers: {
    LAST_LINKED_GROUP: 'não podem sair todos: toda comunidade mantém pelo menos um grupo',
    ANNOUNCEMENT_GROUP: 'precisa ficar: é o grupo de avisos',
    UNDETERMINED: 'continua vinculado, não se sabe por quê',
  },
  outcomes: outcomes({
    done: {
      title: (groups) => (groups === 1 ? '1 grupo foi desvinculado' : `${groups} grupos foram desvinculados`),
      text: 'O WhatsApp informou que deu certo.',
    },
    'not-linked': {
      title: (groups) =>
        groups === 1 ? 'O grupo não está na comunidade agora' : 'Os grupos não estão na comunidade agora',
      text: 'O WhatsApp não confirmou que saíram por este pedido: talvez já estivessem fora.',
    },
    partly: {
      title: () => 'Alguns grupos continuam vinculados',
      text: 'Outros estão fora da comunidade.',
    },
    refused: { title: () => 'Nada foi desvinculado', text: 'O pedido foi recusado.' },
    unknown: {
      title: () => 'Ainda não se sabe o resultado',
      text: 'Nenhuma resposta chegou: pode ter sido feito ou não. Veja quais grupos ainda estão vinculados antes de repetir.',
    },
    'try-later': {
      title: () => 'Este pedido não alterou nada: tente de novo em breve',
      text: 'Espere um pouco e tente de novo.',
    },
    operator: {
      title: () => 'Alguém precisa resolver algo antes',
      text: 'O número de WhatsApp ou este serviço precisa de atenção.',
    },
  }),
  close: 'Fechar',
  chooseOthers: 'Escolher outros grupos',
  tryRest: (groups) =>
    groups === 1 ? 'Tentar de novo o grupo restante' : `Tentar de novo os ${groups} grupos restantes`,
  contradicted: {
    title: () => 'Nem todos os grupos saíram ainda',
    text: 'O WhatsApp informou que deu certo, mas a comunidade ainda mostra um grupo. Isso pode levar um instante.',
  },
  tellOperator:
    'Avise quem cuida deste serviço e informe o ID do pedido. Verifique quando estiver resolvido.',
  checkNow: 'Verificar agora',
  checkAgain: 'Verificar de novo',
  linkedNow: (groups) => {
    if (groups === 0) return 'Verificado agora: nenhum dos grupos está vinculado';
    return groups === 1
      ? 'Verificado agora: 1 grupo está vinculado'
      : `Verificado agora: ${groups} grupos estão vinculados`;
  },
  unlinkStillLinked: (groups) =>
    groups === 1 ? 'Desvincular o grupo restante' : `Desvincular os ${groups} restantes`,
  requestId: 'ID do pedido:',
  copy: 'Copiar',
  copied: 'Copiado',
};

/** The service chooses by the same list: browsers send it as Accept-Language. */
const preferred = navigator.languages.find((language) => /^(en|pt)\b/i.test(language));

export const language = preferred?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';
export const catalogues = { en, 'pt-BR': ptBR };
export const words = catalogues[language];
