"""Measures of HOUSE.md over a tree: python3.13 measure.py ROOT"""
import ast, collections, statistics, subprocess, sys, os
root=sys.argv[1]; os.chdir(root)
fs=[f for f in subprocess.check_output(['git','ls-files','*.py'],text=True).split() if os.path.exists(f)]
PROD=('bot','handlers','collectors','nlp','incidents','sandbox')
def folders(tops):
    d=collections.Counter(os.path.dirname(f) for f in fs if f.split('/')[0] in tops)
    return d
for name,tops in (('product',PROD),('product without nlp',tuple(p for p in PROD if p!='nlp')),('tests',('tests',))):
    d=folders(tops); big={k:v for k,v in d.items() if v>=50}
    print(name,'files',sum(d.values()),'folders',len(d),'median',statistics.median(d.values()),'max',d.most_common(3),'in folders>=50:',sum(big.values()))
mods={}
for f in fs:
    m=f[:-3].replace('/','.'); mods[m[:-9] if m.endswith('.__init__') else m]=f
def imports(f):
    for n in ast.walk(ast.parse(open(f).read())):
        if isinstance(n,ast.ImportFrom) and n.module:
            for a in n.names:
                yield f'{n.module}.{a.name}' if f'{n.module}.{a.name}' in mods else n.module
screens=[f for f in fs if f.startswith(('bot/screens/','bot/cards/','bot/render/'))]
bad=[(f,i) for f in screens for i in set(imports(f)) if i.startswith('handlers.') and not i.endswith('buttons')]
print('screens → handlers other than buttons:',len(bad),bad[:5])
print('screens that import the desk:',len({f for f in screens for i in imports(f) if i.startswith('incidents.desk')}))
print('test modules that import test modules:',len({f for f in fs if f.startswith('tests/') for i in imports(f) if i.startswith('tests.') and '.test_' in i}),sorted({(f,i) for f in fs if f.startswith('tests/') for i in imports(f) if i.startswith('tests.') and '.test_' in i})[:12])
print('routers in buttons.py:',[f for f in fs if f.startswith('handlers') and f.endswith('buttons.py') and 'Router(' in open(f).read()])
import re
cite=[f for f in fs if re.search(r'VOICE\.md|DESIGN\.md|FACTS(\.md|:)',open(f).read())]
print('files citing absent documents:',len(cite))
print('modules named like several folders of one floor etc.: reexports in __init__:',[f for f in fs if f.endswith('__init__.py') and '__all__' in open(f).read()])
print('values that import the desk:',sorted({(f,i) for f in fs if f.startswith('incidents/') and not f.startswith('incidents/desk') for i in imports(f) if i.startswith('incidents.desk')}))
# subject graphs
SUB="intake routing acts answers advice approval promises danger deadlines people duty head region works sources tables dates places card kit".split()
for floor in ('incidents','incidents.desk','bot.screens','bot.storage','handlers'):
    g=collections.defaultdict(collections.Counter)
    pre=floor+'.'
    for m,f in mods.items():
        if not m.startswith(pre): continue
        a=m[len(pre):].split('.')[0]
        if a not in SUB: continue
        for i in set(imports(f)):
            if i.startswith(pre):
                b=i[len(pre):].split('.')[0]
                if b in SUB and b!=a: g[a][b]+=1
    pairs=[(a,b,g[a][b],g[b][a]) for a in list(g) for b in list(g[a]) if a<b and b in g and g[b].get(a)]
    print(floor,'rooms',len(set(g)|{b for a in g for b in g[a]}),'arrows',sum(len(v) for v in g.values()),'two-way pairs',len(pairs),pairs)
if len(sys.argv)>2:
    for floor in ('incidents','incidents.desk','bot.screens','bot.storage','handlers'):
        pre=floor+'.'; e=collections.defaultdict(list)
        for m,f in mods.items():
            if m.startswith(pre) and m[len(pre):].split('.')[0] in SUB:
                for n in ast.walk(ast.parse(open(f).read())):
                    if isinstance(n,ast.ImportFrom) and n.module and n.module.startswith(pre[:-1]):
                        for al in n.names:
                            t=f'{n.module}.{al.name}'
                            b=t[len(pre):].split('.')[0]; a=m[len(pre):].split('.')[0]
                            if b in SUB and a!=b: e[a,b].append(f'{m[len(pre):]} <- {t[len(pre):]}')
        for (a,b),l in sorted(e.items()):
            if (b,a) in e and len(l)<=12: print(floor,a,'->',b); [print('     ',x) for x in l]
