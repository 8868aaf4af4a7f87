using ZstdSharp.Unsafe;

namespace Streaming.Crawls.Members;

/// <summary>zstd's streaming decoder as the library's C face has it: only there one learns where a frame ends.</summary>
internal sealed unsafe class ZstdDecoder : IDisposable
{
    // 128 MiB: what the zstd command accepts without being told to.
    private const int MaxWindowLog = 27;

    private ZSTD_DCtx_s* _context;

    public ZstdDecoder(byte[]? dictionary)
    {
        _context = Methods.ZSTD_createDCtx();
        Check(Methods.ZSTD_DCtx_setParameter(_context, ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog));
        if (dictionary is not null)
        {
            fixed (byte* bytes = dictionary)
            {
                // One that is none is left out: its frames say so.
                Methods.ZSTD_DCtx_loadDictionary(_context, bytes, (nuint)dictionary.Length);
            }
        }
    }

    /// <summary>Begins a frame.</summary>
    public void Reset() => Check(Methods.ZSTD_DCtx_reset(_context, ZSTD_ResetDirective.ZSTD_reset_session_only));

    /// <summary>Decodes some of a frame, never beyond its end.</summary>
    /// <exception cref="InvalidDataException">It is corrupt.</exception>
    public (int Read, int Written, bool IsEnd) Decode(ReadOnlySpan<byte> input, Span<byte> output)
    {
        fixed (byte* source = input)
        fixed (byte* target = output)
        {
            var from = new ZSTD_inBuffer_s { src = source, size = (nuint)input.Length };
            var into = new ZSTD_outBuffer_s { dst = target, size = (nuint)output.Length };
            var left = Check(Methods.ZSTD_decompressStream(_context, &into, &from));
            return ((int)from.pos, (int)into.pos, left == 0);
        }
    }

    public void Dispose()
    {
        Methods.ZSTD_freeDCtx(_context);
        _context = null;
    }

    private static nuint Check(nuint result) =>
        Methods.ZSTD_isError(result) ? throw new InvalidDataException($"The zstd frame is corrupt: {Methods.ZSTD_getErrorName(result)}.") : result;
}
