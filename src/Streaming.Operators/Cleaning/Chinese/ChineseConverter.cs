using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Streaming.Operators.Cleaning;

/// <summary>One conversion of OpenCC with its dictionaries, which every thread may use: they are only read.</summary>
internal sealed class ChineseConverter : SafeHandleZeroOrMinusOneIsInvalid
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>None yet.</summary>
    public ChineseConverter() : base(ownsHandle: true)
    {
    }

    /// <summary>Loads a conversion.</summary>
    /// <param name="mode">As OpenCC names it, e.g. <c>s2t</c>.</param>
    /// <exception cref="MissingToolException">The machine has no OpenCC.</exception>
    /// <exception cref="BadInputException">OpenCC has no such conversion, or no dictionaries.</exception>
    public static ChineseConverter Load(string mode)
    {
        Require();
        var converter = new ChineseConverter();
        converter.SetHandle(OpenCcLibrary.Open($"{mode}.json"));
        return !converter.IsInvalid ? converter : throw new BadInputException($"OpenCC cannot load its conversion '{mode}': {OpenCcLibrary.LastError}");
    }

    /// <summary>Refuses to go on without OpenCC.</summary>
    /// <exception cref="MissingToolException">The machine has none.</exception>
    public static void Require()
    {
        if (!OpenCcLibrary.IsInstalled)
        {
            throw new MissingToolException("OpenCC", "Install its library (Debian: libopencc1.1).");
        }
    }

    /// <summary>The text, converted; the same string where nothing changes.</summary>
    /// <exception cref="EncoderFallbackException">The text has an unpaired surrogate.</exception>
    public string Convert(string text)
    {
        // The library takes a zero as the end of the text.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return string.Join('\0', text.Split('\0').Select(Convert));
        }

        if (text.Length == 0)
        {
            return text;
        }

        var utf8 = ArrayPool<byte>.Shared.Rent(Strict.GetMaxByteCount(text.Length));
        try
        {
            return Convert(text, utf8.AsSpan(0, Strict.GetBytes(text, utf8)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => OpenCcLibrary.Close(handle) == 0;

    private unsafe string Convert(string text, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* start = utf8)
        {
            var converted = OpenCcLibrary.Convert(handle, start, (nuint)utf8.Length);
            if (converted is null)
            {
                throw new InvalidDataException($"OpenCC cannot convert the text: {OpenCcLibrary.LastError}");
            }

            try
            {
                var result = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(converted);
                return result.SequenceEqual(utf8) ? text : Strict.GetString(result);
            }
            finally
            {
                OpenCcLibrary.Free(converted);
            }
        }
    }
}
