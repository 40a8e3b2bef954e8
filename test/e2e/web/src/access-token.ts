/** Ask your identity provider's library here for the token of whoever is signed in. Without one, none is sent. */
export const accessToken = async (): Promise<string | null> => sessionStorage.getItem('access-token');
