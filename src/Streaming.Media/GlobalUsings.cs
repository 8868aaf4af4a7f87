global using Streaming.Imaging;
global using Streaming.Operators;
global using Streaming.Operators.Images;
global using Streaming.Samples;
