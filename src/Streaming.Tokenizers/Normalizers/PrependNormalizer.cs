using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers.Normalizers;

/// <summary>Puts a string before a text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    public override void Apply(AlignedText text)
    {
        if (text.Length == 0)
        {
            return;
        }

        text.BeginEdit();
        text.InsertBefore(prefix);
        text.Keep(text.Rest.Length);
        text.EndEdit();
    }
}
