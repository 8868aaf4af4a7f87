global using Streaming.Samples;
