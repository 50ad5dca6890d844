/* The one function of bcryptprimitives.dll that Rust uses. Windows 10 has the library, Wine 8 does not. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long length);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *data, unsigned long long size)
{
	return SystemFunction036(data, (unsigned long)size);
}
