global using Streaming.Samples;
global using Streaming.Testing;
