/** A community id: digits only. 18 to 20 digits were observed; the bounds leave room. */
export const COMMUNITY_ID = /^[0-9]{5,32}$/;

/** A group phone: `<digits>-group`, or the older `<phone>-<unix time>` without a suffix (documented by Z-API). */
export const GROUP_PHONE = /^(?:[0-9]{10,32}-group|[0-9]{8,15}-[0-9]{8,12})$/;
