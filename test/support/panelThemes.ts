/** The themes the panel is looked at in; the class VS Code puts on the body and the colours it supplies there. */
export type PanelTheme = 'dark' | 'light' | 'hc';

export const bodyClass: Readonly<Record<PanelTheme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
};

/** Colours by name without the prefix `--vscode-`: dark, light, high contrast; `-` where a theme leaves the colour out. */
const table = `
foreground                            #cccccc    #3b3b3b    #ffffff
descriptionForeground                 #9d9d9d    #3b3b3b    #ffffffb3
errorForeground                       #f85149    #f85149    #f48771
focusBorder                           #0078d4    #005fb8    #f38518
icon-foreground                       #cccccc    #3b3b3b    #ffffff
contrastBorder                        -          -          #6fc3df
contrastActiveBorder                  -          -          #f38518
editor-background                     #1f1f1f    #ffffff    #000000
editor-foreground                     #cccccc    #3b3b3b    #ffffff
panel-border                          #2b2b2b    #e5e5e5    #6fc3df
widget-border                         #313131    #e5e5e5    #6fc3df
panelTitle-activeForeground           #cccccc    #3b3b3b    #ffffff
panelTitle-activeBorder               #0078d4    #005fb8    #6fc3df
button-background                     #0078d4    #005fb8    -
button-foreground                     #ffffff    #ffffff    #ffffff
button-hoverBackground                #026ec1    #0258a8    -
button-border                         #ffffff12  #0000001a  #6fc3df
button-secondaryBackground            #313131    #e5e5e5    -
button-secondaryForeground            #cccccc    #3b3b3b    #ffffff
button-secondaryHoverBackground       #3c3c3c    #cccccc    -
input-background                      #313131    #ffffff    #000000
input-foreground                      #cccccc    #3b3b3b    #ffffff
input-border                          #3c3c3c    #cecece    #6fc3df
input-placeholderForeground           #989898    #767676    #ffffffb3
badge-background                      #616161    #cccccc    #000000
badge-foreground                      #f8f8f8    #3b3b3b    #ffffff
list-hoverBackground                  #2a2d2e    #f2f2f2    #ffffff1a
list-inactiveSelectionBackground      #37373d    #e4e6f1    -
tree-indentGuidesStroke               #585858    #a9a9a9    #a9a9a9
toolbar-hoverBackground               #5a5d5e50  #b8b8b850  -
textLink-foreground                   #4daafc    #005fb8    #21a6ff
textCodeBlock-background              #2b2b2b    #f8f8f8    #000000
textPreformat-background              #3c3c3c    #0000001f  #ffffff
textPreformat-foreground              #d0d0d0    #3b3b3b    #000000
textBlockQuote-border                 #616161    #c8c8c8    #ffffff
charts-blue                           #59a4f9    #0063d3    #59a4f9
charts-orange                         #ea5c0054  #ea5c0054  -
charts-purple                         #b180d7    #652d90    #b180d7
charts-yellow                         #cca700    #bf8803    #ffd370
charts-green                          #89d185    #388a34    #89d185
charts-red                            #f14c4c    #e51400    #f48771
symbolIcon-classForeground            #ee9d28    #d67e00    #ee9d28
testing-iconPassed                    #73c991    #73c991    #73c991
testing-iconFailed                    #f88070    #b01011    -
testing-iconQueued                    #cca700    #855f00    -
diffEditor-insertedLineBackground     #9bb95533  #9bb95533  -
diffEditor-removedLineBackground      #ff000033  #ff000026  -
diffEditor-insertedTextBackground     #9ccc2c33  #9ccc2c40  -
diffEditor-removedTextBackground      #ff000033  #ff000033  -
diffEditor-insertedTextBorder         -          -          #33ff2e
diffEditor-removedTextBorder          -          -          #ff008f
editorLineNumber-foreground           #6e7681    #6e7681    #ffffff
gitDecoration-addedResourceForeground    #81b88b #587c0c    #a1e3ad
gitDecoration-modifiedResourceForeground #e2c08d #895503    #e2c08d
gitDecoration-deletedResourceForeground  #c74e39 #ad0707    #c74e39
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

/** The custom properties of a theme, as VS Code sets them on the root element. */
export function themeVariables(theme: PanelTheme): Readonly<Record<string, string>> {
  const column = { dark: 1, light: 2, hc: 3 }[theme];
  const colours = rows.flatMap((row): [string, string][] => {
    const [name = '', value = '-'] = [row[0], row[column]];
    return value === '-' ? [] : [[`--vscode-${name}`, value]];
  });
  return {
    ...Object.fromEntries(colours),
    '--vscode-font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
    '--vscode-font-size': '13px',
    '--vscode-editor-font-family': '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
    '--vscode-editor-font-size': '14px',
  };
}
