using System.Runtime.InteropServices;
using Streaming.Tokenizers.Models;

namespace Streaming.Tokenizers.Decoders;

/// <summary>Joins the bytes that tokens stand for; a token with a character outside the byte alphabet stands for its own UTF-8 bytes.</summary>
internal sealed class ByteLevelDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        var bytes = new List<byte>(tokens.Count * 4);
        foreach (var token in tokens)
        {
            if (!ByteAlphabet.TryGetBytes(token, bytes))
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
            }
        }

        return [Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes))];
    }
}
