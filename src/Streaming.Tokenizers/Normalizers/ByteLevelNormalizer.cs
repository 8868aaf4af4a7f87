using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Writes each UTF-8 byte as a visible character (GPT-2's alphabet).</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override void Apply(AlignedText text)
    {
        Span<byte> bytes = stackalloc byte[4];
        text.BeginEdit();
        foreach (var rune in text.Rest.EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(bytes);
            for (var index = 0; index < count; index++)
            {
                text.Put(new Rune(ByteAlphabet.CharOf(bytes[index])), index == 0 ? 0 : 1);
            }
        }

        text.EndEdit();
    }
}
