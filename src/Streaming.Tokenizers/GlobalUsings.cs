global using System.Text;
global using Decoder = Streaming.Tokenizers.Decoders.Decoder;
