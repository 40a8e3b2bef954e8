import type { Messages } from './en.ts';

/**
 * Brazilian Portuguese. Says of each thing as much as the English sentence does, and no more: above all, that nothing
 * was changed only where English does. A group that stays "continua vinculado"; one to look after "ainda está".
 */
export const ptBR: Messages = {
  errors: {
    INVALID_INPUT: 'Alguns dos dados não são válidos. Nada foi alterado. Corrija e tente de novo.',
    COMMUNITY_NOT_FOUND: 'O número de WhatsApp conectado não participa dessa comunidade.',
    UNLINK_REJECTED:
      'O WhatsApp se recusou a desvincular os grupos, que continuam vinculados, e não informou o motivo.',
    OUTCOME_UNKNOWN:
      'Não foi possível confirmar se os grupos foram desvinculados. Veja quais grupos ainda estão vinculados antes de tentar de novo.',
    INSTANCE_DISCONNECTED:
      'O número de WhatsApp está desconectado. Reconecte o celular na Z-API e depois veja quais grupos ainda estão vinculados.',
    INSTANCE_SUBSCRIPTION_EXPIRED:
      'A assinatura da instância na Z-API venceu. Renove a assinatura e depois veja quais grupos ainda estão vinculados.',
    RATE_LIMITED:
      'Há pedidos demais no momento. Nada foi alterado por este pedido. Espere um pouco e tente de novo.',
    UPSTREAM_UNAVAILABLE:
      'Não foi possível falar com o WhatsApp. Nada foi alterado. Tente de novo daqui a pouco.',
    UPSTREAM_MISCONFIGURED:
      'Este serviço não está configurado corretamente com a Z-API. Nada foi alterado. Avise quem cuida dele.',
    UPSTREAM_PROTOCOL:
      'A Z-API não aceitou o formato do pedido. Nada foi alterado. Avise quem cuida deste serviço.',
  },
  reads: {
    RATE_LIMITED: 'Foi muita coisa de uma vez só. Peça menos, ou espere um pouco e tente de novo.',
    UPSTREAM_UNAVAILABLE: 'Não foi possível falar com o WhatsApp. Tente de novo daqui a pouco.',
    UPSTREAM_MISCONFIGURED:
      'Este serviço não está configurado corretamente com a Z-API. Avise quem cuida dele.',
    UPSTREAM_PROTOCOL: 'A Z-API não aceitou o formato do pedido. Avise quem cuida deste serviço.',
  },
  rejected: {
    blocked:
      'Os grupos continuam vinculados: toda comunidade mantém o grupo de avisos e pelo menos mais um grupo. Escolha outros grupos.',
    unread:
      'O WhatsApp se recusou a desvincular os grupos e não informou o motivo. Veja quais grupos ainda estão vinculados antes de tentar de novo.',
  },
  partialSuccess: 'Alguns dos grupos estão fora da comunidade, outros continuam vinculados.',
  rules: {
    communityIdFormat: 'O ID de uma comunidade tem de 5 a 32 dígitos e é enviado como string.',
    groupPhoneFormat:
      'O ID de um grupo é como 120363019502650977-group ou, em grupos mais antigos, 5511999999999-1623281429.',
    minGroups: 'Informe pelo menos 1 grupo.',
    maxGroups: 'Informe no máximo 50 grupos diferentes.',
    minPage: 'A primeira página é a 1.',
    minPageSize: 'Uma página tem pelo menos 1 comunidade.',
    maxPageSize: 'Uma página tem no máximo 100 comunidades.',
  },
  request: {
    internal: 'Erro interno do servidor',
    syntax: 'O documento tem um erro de sintaxe.',
    misfit: 'O documento não está de acordo com o schema.',
    misfitAt: 'O documento não está de acordo com o schema em',
    limits: {
      tokens: 'O documento é longo demais: no máximo 1000 tokens.',
      depth: 'A operação tem níveis demais: no máximo 8 níveis de campos.',
      fields: 'A operação pede campos demais: no máximo 100, contando os dos fragmentos a cada uso.',
      aliases: 'A operação tem aliases demais: no máximo 30, contando os dos fragmentos a cada uso.',
      directives: 'A operação tem diretivas demais: no máximo 10.',
      cycles: 'Um fragmento leva de volta a si mesmo.',
      unlinks: 'A operação tem mais de um unlinkGroups: envie cada um em uma operação própria.',
    },
    literal: 'Um valor literal do documento não é do tipo esperado.',
    introspection: 'O schema não pode ser consultado aqui.',
    variable: 'Uma variável não é do tipo declarado para ela.',
    unsafeNumber:
      'Um número nas variáveis está além de ±9007199254740991 e pode já ter perdido dígitos: envie os IDs como strings.',
    operation:
      'O documento não contém a operação a executar: informe o nome de uma de suas operações em `operationName`.',
    malformed:
      'Não é uma requisição GraphQL bem formada: envie um objeto JSON com uma string não vazia em `query` e, se houver, objetos em `variables` e `extensions`.',
    persistedQuery: 'PersistedQueryNotSupported',
    notJson: 'O corpo não é um JSON válido em UTF-8.',
    mediaType: 'Envie o corpo como application/json, em UTF-8 e sem compressão.',
    tooLarge: 'O corpo é grande demais: são lidos no máximo 32768 bytes.',
    headersTooLarge: 'Os cabeçalhos são grandes demais.',
    tooSlow: 'A requisição demorou demais para chegar: 5 segundos para os cabeçalhos, 10 segundos ao todo.',
    brokenHttp: 'Não é uma requisição HTTP bem formada.',
    unauthenticated:
      'Envie uma única credencial válida: nenhuma veio com a requisição, ou a que veio não é aceita.',
    authenticationUnavailable:
      'Não é possível autenticar ninguém agora. Nada foi alterado. Tente de novo daqui a pouco.',
    foreignPage:
      'Páginas de outros hosts não podem chamar um serviço que não autentica ninguém: inclua a origem em CORS_ORIGINS.',
    forbidden: 'A credencial não permite isso.',
    method: 'Envie as requisições GraphQL com POST.',
    shuttingDown: 'O serviço está sendo encerrado. Nada foi alterado. Tente de novo em instantes.',
    notFound: 'Não há nada aqui. O GraphQL fica em /graphql.',
  },
};
