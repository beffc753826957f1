/* Wine 8 has no bcryptprimitives.dll, which programs in Rust ask for random numbers. Passed on to advapi32's. Never
 * shipped. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) { return RtlGenRandom(data, (ULONG)length); }
