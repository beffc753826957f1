/* python.exe: hands its arguments to python312.dll, as python.org's own does. */
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);

int wmain(int count, wchar_t **words) {
    HMODULE python = LoadLibraryW(L"python312.dll");
    if (!python)
        return 127;
    return ((py_main)(void *)GetProcAddress(python, "Py_Main"))(count, words);
}
