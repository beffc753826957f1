/* Wine 8 has no icuuc.dll, which Qt6Core wants for text in old encodings. Here every converter fails to open, which Qt
 * takes for "this encoding is not known". Never shipped: Windows has the real one since 10 1703. */
#define EXPORT __declspec(dllexport)

static const int unsupported = 16; /* U_UNSUPPORTED_ERROR */

EXPORT void *ucnv_open(const char *name, int *error) { *error = unsupported; return 0; }
EXPORT void ucnv_close(void *converter) {}
EXPORT void ucnv_reset(void *converter) {}
EXPORT signed char ucnv_getMaxCharSize(void *converter) { return 1; }
EXPORT const char *ucnv_getName(void *converter, int *error) { *error = unsupported; return 0; }
EXPORT const char *ucnv_getStandardName(const char *n, const char *s, int *error) { *error = unsupported; return 0; }
EXPORT const char *ucnv_getAvailableName(int index) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT int ucnv_toUCountPending(void *converter, int *error) { return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, int *error) { return 0; }
EXPORT void ucnv_getToUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_getFromUCallBack(void *converter, void **action, void **context) {}
EXPORT void ucnv_setToUCallBack(void *c, void *a, void *n, void **oa, void **on, int *error) { *error = unsupported; }
EXPORT void ucnv_setFromUCallBack(void *c, void *a, void *n, void **oa, void **on, int *error) { *error = unsupported; }
EXPORT void ucnv_cbToUWriteUChars(void *a, void *s, int n, int o, int *error) { *error = unsupported; }
EXPORT void ucnv_cbFromUWriteUChars(void *a, void **s, void *l, int o, int *error) { *error = unsupported; }
EXPORT void ucnv_toUnicode(void *c, void **t, void *tl, void **s, void *sl, int *o, int f, int *e) { *e = unsupported; }
EXPORT void ucnv_fromUnicode(void *c, void **t, void *tl, void **s, void *sl, int *o, int f, int *e) {
    *e = unsupported;
}
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
